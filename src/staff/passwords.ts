/** Passwords: which are good enough, whose they are, and a new one. */
import { type Auth, PASSWORD } from './better-auth.ts';
import { StaffError } from './database.ts';

/** @throws {StaffError} that says what is wrong with a password that someone chose */
export function assertPassword(password: string, email: string): void {
  const { length } = [...password];
  if (length < PASSWORD.min) throw new StaffError(`Kies een wachtwoord van minstens ${PASSWORD.min} tekens.`);
  if (length > PASSWORD.max)
    throw new StaffError(`Kies een wachtwoord van hoogstens ${PASSWORD.max} tekens.`);
  const plain = password.toLowerCase();
  const [name = ''] = email.toLowerCase().split('@');
  if (new Set(plain).size < 5 || plain.includes(email) || (name.length > 3 && plain.includes(name)))
    throw new StaffError(
      'Dit wachtwoord is te makkelijk te raden. Kies bijvoorbeeld 4 woorden die niet bij elkaar horen.',
    );
}

export function createPasswords(auth: () => Promise<Auth>) {
  const isPassword = ({ providerId }: { providerId: string }): boolean => providerId === 'credential';
  return {
    async isTheirs(id: string, password: string): Promise<boolean> {
      const { internalAdapter, password: hashing } = await (await auth()).$context;
      const credential = (await internalAdapter.findAccounts(id)).find(isPassword);
      if (!credential?.password) return false;
      return hashing.verify({ hash: credential.password, password });
    },

    async set(id: string, password: string): Promise<void> {
      const { internalAdapter, password: hashing } = await (await auth()).$context;
      const hash = await hashing.hash(password);
      if ((await internalAdapter.findAccounts(id)).some(isPassword))
        await internalAdapter.updatePassword(id, hash);
      else
        await internalAdapter.createAccount({
          userId: id,
          providerId: 'credential',
          accountId: id,
          password: hash,
        });
    },
  };
}
