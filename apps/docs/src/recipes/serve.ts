// Serves a recipe that has no server: `node serve.ts workers`. Recipes with a server are imported as they are.
import { createServer } from 'node:http';
import { serve } from '@hono/node-server';
import { type ExecutionContext, HttpException } from '@nestjs/common';
import express from 'express';

const port = Number(process.env['PORT']);
const ISSUER = process.env['ISSUER'] ?? '';

const SERVERS: Readonly<Record<string, () => Promise<unknown>>> = {
  async workers() {
    const { default: worker } = await import('../../recipes/workers.ts');
    return serve({ fetch: (request) => worker.fetch(request, { ISSUER }), port });
  },
  async trpc() {
    const { fetch } = await import('../../recipes/trpc.ts');
    return serve({ fetch, port });
  },
  async 'next/route'() {
    const { GET } = await import('../../recipes/next/route.ts');
    return serve({ fetch: GET, port });
  },
  async 'next/proxy'() {
    const { proxy } = await import('../../recipes/next/proxy.ts');
    const { GET } = await import('../../recipes/next/route.ts');
    return serve({ fetch: async (request) => (await proxy(request)) ?? GET(request), port });
  },
  /** Nest calls a guard with the request and response of Express, and sends the body of an HttpException. */
  async nest() {
    const { bearerGuard } = await import('../../recipes/nest.ts');
    const guard = bearerGuard('read');
    const app = express();
    app.get('/me', async (request, response) => {
      // A guard of HTTP requests uses nothing else of the context.
      const context = { getArgs: () => [request, response] } as unknown as ExecutionContext;
      try {
        await guard.canActivate(context);
        response.json({ user: response.locals['claims'].sub });
      } catch (error) {
        if (!(error instanceof HttpException)) throw error;
        response.status(error.getStatus()).json(error.getResponse());
      }
    });
    return createServer(app).listen(port);
  },
};

const name = process.argv[2] ?? '';
await (SERVERS[name] ?? (() => import(`../../recipes/${name}.ts`)))();
