/**
 * Headers that keep a page to itself: only our own files, no trace in caches, no word to other sites.
 */
import type { MiddlewareHandler } from 'hono';

export interface PageHeaderOptions {
  /** Web origins that may show the page in a frame. Default: none, so that no site can lay itself over it. */
  frameAncestors?: readonly string[];
  /** The page has a form of its own. */
  forms?: boolean;
  /**
   * The page's own server may hear which of its pages a form stood on. With `no-referrer`, the default, a browser also
   * says nothing of where a form comes from, and a form of ours is no longer told from one of somebody else.
   */
  referrer?: 'same-origin';
}

/** No inline script or style, no evaluation, nothing from elsewhere. `trusted-types 'none'`: text is never HTML. */
export function contentSecurityPolicy({
  frameAncestors = [],
  forms = false,
}: PageHeaderOptions = {}): string {
  const framedBy = frameAncestors.length > 0 ? frameAncestors.join(' ') : `'none'`;
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self'`,
    `connect-src 'self'`,
    `form-action ${forms ? `'self'` : `'none'`}`,
    `base-uri 'none'`,
    `frame-ancestors ${framedBy}`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ');
}

const PERMISSIONS = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'clipboard-read',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** For every page a person sees. A route may still set its own `Cache-Control`. */
export function pageHeaders(options: PageHeaderOptions = {}): MiddlewareHandler {
  const policy = contentSecurityPolicy(options);
  const framed = (options.frameAncestors?.length ?? 0) > 0;
  return async (c, next) => {
    await next();
    const set = (name: string, value: string) => c.res.headers.set(name, value);
    set('Content-Security-Policy', policy);
    set('Referrer-Policy', options.referrer ?? 'no-referrer');
    set('X-Content-Type-Options', 'nosniff');
    set('X-Robots-Tag', 'noindex, nofollow, noarchive');
    set('Permissions-Policy', PERMISSIONS);
    set('Cross-Origin-Opener-Policy', 'same-origin');
    if (!framed) {
      // Who may frame it must also be able to load it.
      set('Cross-Origin-Resource-Policy', 'same-origin');
      set('X-Frame-Options', 'DENY');
    }
    if (!c.res.headers.has('Cache-Control')) set('Cache-Control', 'no-store');
  };
}
