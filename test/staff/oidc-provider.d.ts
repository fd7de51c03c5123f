/** The little that the test uses of it; its own types bring a web framework's along. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }

  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export { Provider as default };
}
