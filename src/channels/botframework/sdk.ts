/**
 * The one file that touches the Bot Framework SDK: who asks, and posting to a channel's connector.
 * Loaded on first use, since the SDK takes half a second to load and not every installation uses it.
 */
import type { CloudAdapter, TurnContext } from 'botbuilder';
import type {
  AuthenticateRequestResult,
  ConnectorClient,
  ServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { Delivery } from '../../run/ports.ts';
import type { ChannelActivity, OutgoingActivity, Reference } from './activities.ts';

export interface SdkSettings {
  /** The bot's id at Microsoft. Empty: no tokens are asked for or shown, for local use only. */
  appId?: string;
  appPassword?: string;
  appType?: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  tenantId?: string;
  /** Where the channels' public keys are found; Microsoft's own by default. */
  openIdMetadataUrl?: string;
  /** The token that the bot shows to a channel; by default asked of Microsoft with the password above. */
  botToken?: () => Promise<string>;
}

export type Verified =
  | { status: 'ok'; identity: unknown }
  /** `missing`: no token at all. `refused`: not good. `unavailable`: the keys to check it with cannot be had. */
  | { status: 'missing' | 'refused' | 'unavailable' };

export interface Sdk {
  verify(activity: ChannelActivity, authorization: string): Promise<Verified>;
  /**
   * Does `work` as a turn of the SDK. `reply` collects what goes into the answer to this request when the channel
   * expects replies there, and posts to the channel otherwise. Gives what was collected.
   */
  turn(
    activity: ChannelActivity,
    identity: unknown,
    work: (reply: (activities: OutgoingActivity[]) => Promise<void>) => Promise<void>,
  ): Promise<unknown[]>;
  /** Posts in this order; the first that fails ends it. */
  post(reference: Reference, activities: OutgoingActivity[]): Promise<Delivery>;
}

/** A connector that does not answer within this is tried again later. */
const POST_MS = 15_000;

export async function loadSdk(settings: SdkSettings): Promise<Sdk> {
  const [botbuilder, connector] = await Promise.all([import('botbuilder'), import('botframework-connector')]);
  const { AuthenticationConstants: fixed } = connector;
  const appId = settings.appId ?? '';
  const auth = connector.BotFrameworkAuthenticationFactory.create(
    '',
    true,
    fixed.ToChannelFromBotLoginUrl,
    fixed.ToChannelFromBotOAuthScope,
    fixed.ToBotFromChannelTokenIssuer,
    fixed.OAuthUrl,
    settings.openIdMetadataUrl ?? fixed.ToBotFromChannelOpenIdMetadataUrl,
    fixed.ToBotFromEmulatorOpenIdMetadataUrl,
    'urn:botframework:azure',
    credentials(),
    new connector.AuthenticationConfiguration(),
  );
  const adapter: CloudAdapter = new botbuilder.CloudAdapter(auth);

  function credentials(): ServiceClientCredentialsFactory {
    const { botToken } = settings;
    if (!botToken) {
      return new botbuilder.ConfigurationServiceClientCredentialFactory({
        MicrosoftAppId: appId,
        MicrosoftAppPassword: settings.appPassword ?? '',
        MicrosoftAppType: settings.appType ?? 'MultiTenant',
        MicrosoftAppTenantId: settings.tenantId ?? '',
      });
    }
    return {
      isValidAppId: async (id: string) => id === appId,
      isAuthenticationDisabled: async () => appId === '',
      createCredentials: async () => ({
        signRequest: async <R extends { headers: { set(name: string, value: string): void } }>(
          request: R,
        ) => {
          request.headers.set('authorization', `Bearer ${await botToken()}`);
          return request;
        },
      }),
    } as ServiceClientCredentialsFactory;
  }

  return {
    async verify(activity, authorization) {
      if (appId !== '' && authorization.trim() === '') return { status: 'missing' };
      try {
        return { status: 'ok', identity: await auth.authenticateRequest(activity as never, authorization) };
      } catch (error) {
        const { name, statusCode } = error as { name?: string; statusCode?: number };
        return { status: name === 'FetchError' || (statusCode ?? 0) >= 500 ? 'unavailable' : 'refused' };
      }
    },

    async turn(activity, identity, work) {
      let collected: unknown[] = [];
      let failure: { error: unknown } | undefined;
      // A copy: the SDK changes what it is given.
      const given = structuredClone(activity) as never;
      await adapter.processActivityDirect(identity as AuthenticateRequestResult, given, async (context) => {
        try {
          await work(async (activities) => {
            await context.sendActivities(activities);
          });
          collected = context.bufferedReplyActivities;
        } catch (error) {
          // The SDK would wrap it in an error that carries its whole stack as text.
          failure = { error };
        }
      });
      if (failure) throw failure.error;
      return collected;
    },

    async post(reference, activities) {
      let delivery: Delivery = 'sent';
      const logic = async (context: TurnContext) => {
        const client = context.turnState.get<ConnectorClient>(adapter.ConnectorClientKey);
        withoutRetries(client);
        for (const activity of activities) {
          const whole = botbuilder.TurnContext.applyConversationReference(
            { ...activity },
            reference as never,
          );
          delivery = await postOne(client, reference, whole);
          // A typing sign that is refused is no reason to keep the message back.
          if (delivery !== 'sent' && activity.type !== 'typing') return;
          delivery = 'sent';
        }
      };
      try {
        await adapter.continueConversationAsync(appId, reference as never, logic);
      } catch {
        // The bot's own token could not be had.
        return 'retry';
      }
      return delivery;
    },
  };
}

async function postOne(client: ConnectorClient, reference: Reference, activity: object): Promise<Delivery> {
  const { conversation, activityId } = reference;
  const options = { timeout: POST_MS };
  try {
    if (activityId) {
      await client.conversations.replyToActivity(conversation.id, activityId, activity as never, options);
    } else await client.conversations.sendToConversation(conversation.id, activity as never, options);
    return 'sent';
  } catch (error) {
    return afterFailure((error as { statusCode?: unknown }).statusCode);
  }
}

/** What a connector's answer means. 401 is the bot's own token, which can be put right; without answer: later. */
export function afterFailure(status: unknown): Delivery {
  if (typeof status !== 'number' || status >= 500) return 'retry';
  return status === 401 || status === 408 || status === 429 ? 'retry' : 'gone';
}

/** The outbox decides when to try again: the SDK's own retries would hold a message, unseen, for up to a minute. */
function withoutRetries(client: ConnectorClient): void {
  const inner = (client as unknown as { client?: { pipeline?: { removePolicy(policy: object): unknown } } })
    .client;
  inner?.pipeline?.removePolicy({ name: 'defaultRetryPolicy' });
}
