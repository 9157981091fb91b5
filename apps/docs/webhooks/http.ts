import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createWebhookVerifier } from '@countersign/core/webhooks';

const verify = createWebhookVerifier('github', process.env['WEBHOOK_SECRET'] ?? '');

async function handle(request: IncomingMessage): Promise<object> {
  const { body } = verify(await buffer(request), request.headersDistinct);
  const event = JSON.parse(new TextDecoder().decode(body));
  return { action: event.action };
}

const server = createServer(async (request, response) => {
  const answer = await handle(request).catch(() => undefined);
  response.writeHead(answer ? 200 : 400).end(JSON.stringify(answer ?? 'invalid webhook'));
});
server.listen(Number(process.env['PORT'] ?? 3000));
