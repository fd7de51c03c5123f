/** `/hsds`: the directory for other programs, as the Open Referral API of HSDS 3.0 has it. Reading only. */
import { Hono } from 'hono';
import { toHsdsList, toHsdsService } from './hsds.ts';
import { toHsdsRecord, toHsdsRecordItem } from './hsds-local.ts';
import type { Directory } from './national.ts';
import type { HsdsRecord } from './record.ts';

/** The local services, wherever they are kept. */
export interface LocalServices {
  count(): Promise<number>;
  /** In the order of their ids. */
  page(skip: number, most: number): Promise<HsdsRecord[]>;
  byId(id: string): Promise<HsdsRecord | undefined>;
}

const PER_PAGE = 50;
const MOST_PER_PAGE = 200;

function whole(written: string | undefined, usual: number, most: number): number | undefined {
  if (written === undefined) return usual;
  const number = /^\d{1,7}$/.test(written) ? Number(written) : 0;
  return number >= 1 ? Math.min(number, most) : undefined;
}

/** National services first, then the local ones. */
export function hsdsApi({ national, local }: { national: Directory; local: LocalServices }): Hono {
  const app = new Hono();

  app.get('/hsds', (c) =>
    c.json({
      version: '3.0',
      profile: 'https://docs.openreferral.org/en/3.0.0/hsds/',
      openapi_url: 'https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json',
    }),
  );

  app.get('/hsds/services', async (c) => {
    const page = whole(c.req.query('page'), 1, 1e7);
    const perPage = whole(c.req.query('per_page'), PER_PAGE, MOST_PER_PAGE);
    if (page === undefined || perPage === undefined)
      return c.json({ message: 'page and per_page are whole numbers from 1' }, 400);
    const full = c.req.query('full') === 'true';
    const ours = national.records.size;
    const total = ours + (await local.count());
    const skip = (page - 1) * perPage;
    const first = toHsdsList(national, { page, perPage, full }).contents;
    const room = perPage - first.length;
    const rest = room > 0 ? await local.page(Math.max(0, skip - ours), room) : [];
    const contents = [...first, ...rest.map(full ? toHsdsRecord : toHsdsRecordItem)];
    const pages = Math.max(1, Math.ceil(total / perPage));
    return c.json({
      total_items: total,
      total_pages: pages,
      page_number: page,
      size: contents.length,
      first_page: page === 1,
      last_page: page === pages,
      empty: contents.length === 0,
      contents,
    });
  });

  app.get('/hsds/services/:id', async (c) => {
    const id = c.req.param('id');
    const found = toHsdsService(national, id);
    if (found) return c.json(found);
    const record = await local.byId(id);
    return record ? c.json(toHsdsRecord(record)) : c.json({ message: 'no service has this id' }, 404);
  });
  return app;
}
