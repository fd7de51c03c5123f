/** The floor: a bare Hono route on the same server package, doing nothing but parsing and answering JSON. Prints its port. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const app = new Hono().post('/', async (c) =>
  c.json({ id: String(((await c.req.json()) as { text: string }).text.length) }),
);
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`PORT ${port}`));
