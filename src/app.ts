/**
 * All routes, from injected ports: nothing here knows which runtime or database is behind them.
 */
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { InboxApp } from './pages/inbox/routes.tsx';
import type { StaffApp } from './pages/staff/routes.tsx';
import type { Log } from './run/ports.ts';

export interface AppParts {
  /** The chat page and its assets. */
  pages: Hono;
  directLine: Hono;
  /** `/api/messages`; absent when the settings allow no Bot Framework channel. */
  botFramework?: Hono;
  /** `/staff`: where staff log in, and admins look after people and organisation. */
  staff?: StaffApp;
  /** `/inbox`: where professionals read what clients sent them, and answer. */
  inbox?: InboxApp;
  /** `/hsds`: the directory for other programs. */
  hsds?: Hono;
  /** Resolves when a turn could be taken now. */
  ready(): Promise<void>;
  /** Prometheus text. */
  metrics(): Promise<{ type: string; text: string }>;
  log: Log;
}

export function createApp({
  pages,
  directLine,
  botFramework,
  staff,
  inbox,
  hsds,
  ready,
  metrics,
  log,
}: AppParts): Hono {
  const app = new Hono();

  app.get('/healthz', (c) => c.text('ok\n'));
  app.get('/readyz', async (c) => {
    try {
      await ready();
      return c.text('ok\n');
    } catch {
      log('ready.failed');
      return c.text('the database does not answer\n', 503);
    }
  });
  app.get('/metrics', async (c) => {
    const { type, text } = await metrics();
    return c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  });

  app.route('/', directLine);
  if (botFramework) app.route('/', botFramework);
  if (staff) app.route('/', staff);
  if (inbox) app.route('/', inbox);
  if (hsds) app.route('/', hsds);
  app.route('/', pages);

  app.notFound((c) => c.text('Deze pagina is er niet. Ga naar / voor het gesprek.\n', 404));
  app.onError((error, c) => {
    // A refusal on purpose: a form of another site, a body that is too large.
    if (error instanceof HTTPException) return error.getResponse();
    // The kind of error only: its message may hold what someone typed.
    log('request.failed', { error: error.name });
    return c.text('Er gaat iets mis bij ons. Probeer het zo nog een keer.\n', 500);
  });
  return app;
}
