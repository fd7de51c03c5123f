/**
 * The network address of who asks, under Node. Node only; a Worker gets it from its platform in a header.
 */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/**
 * `proxies`: how many own proxies stand in front. Each adds the address it sees to `X-Forwarded-For`, at the end;
 * what stands before those was written by the client and is not believed.
 */
export function nodeAddressOf(proxies = 0): (c: Context) => string {
  return (c) => {
    const direct = getConnInfo(c).remote.address ?? '';
    if (proxies === 0) return direct;
    const seen = (c.req.header('X-Forwarded-For') ?? '').split(',').map((one) => one.trim());
    return seen.at(-proxies) || direct;
  };
}
