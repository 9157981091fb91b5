import { type Bytes, checkMessage, copyMessage, type Message, utf8 } from '../bytes.ts';
import { decode, EncodingError } from '../encoding/encoding.ts';
import { InvalidArgumentError } from '../errors.ts';
import { checkReadable } from '../members.ts';
import type { ReadScheme } from './schemes.ts';

/** The signed parts of a webhook. */
export interface Signed {
  readonly body: Bytes;
  readonly timestamp: number | undefined;
  readonly id: string | undefined;
}

/** Builds the signed bytes: the scheme's content with its values. */
export function signedContent(scheme: ReadScheme, { body, timestamp, id }: Signed): Bytes {
  const [before = '', after = ''] = scheme.content.split('{body}').map((text) => {
    const values: Readonly<Record<string, string>> = { '{timestamp}': String(timestamp), '{id}': id ?? '' };
    return text.replace(/\{timestamp\}|\{id\}/g, (placeholder) => values[placeholder] ?? '');
  });
  const [start, end] = [utf8(before), utf8(after)];
  const content = new Uint8Array(start.length + body.length + end.length);
  content.set(start);
  content.set(body, start.length);
  content.set(end, start.length + body.length);
  return content;
}

const RAW_BODY =
  'body must be the raw bytes or text of the request. Parsed JSON cannot be verified, because its text is lost. ' +
  "Express: express.raw({ type: '*/*' }). Fastify: addContentTypeParser with parseAs: 'buffer'. " +
  'NestJS: rawBody: true. Next.js, Hono, Remix, Deno, Bun and Workers: await request.text(). ' +
  'Lambda: event.body, decoded if isBase64Encoded. Koa and node:http: collect the chunks of the request.';

/**
 * Copies the body of a webhook.
 *
 * @throws {@link InvalidArgumentError} for a parsed body
 */
export function readBody(body: unknown): Bytes {
  checkReadable(body, 'body');
  if (typeof body === 'string' || ArrayBuffer.isView(body) || body instanceof ArrayBuffer) {
    return copyMessage(body, 'body');
  }
  throw new InvalidArgumentError('body', RAW_BODY);
}

/**
 * Copies a secret: bytes, or text in the encoding of the scheme.
 *
 * @throws {@link InvalidArgumentError} for an empty secret, and for one that is not in the encoding
 */
export function readSecret(scheme: ReadScheme, secret: unknown, argument: string): Bytes {
  const text = checkMessage(secret, argument);
  const bytes =
    scheme.secretEncoding === 'base64' ? base64Secret(text, argument) : copyMessage(text, argument);
  if (bytes.length > 0) return bytes;
  throw new InvalidArgumentError(argument, `${argument} must not be empty. Is it configured?`);
}

function base64Secret(secret: Message, argument: string): Bytes {
  if (typeof secret !== 'string') return copyMessage(secret, argument);
  try {
    return decode(secret.replace(/^whsec_/, ''), 'base64');
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new InvalidArgumentError(
      argument,
      `${argument} must be Base64 after the optional prefix whsec_. Pass other secrets as bytes.`,
    );
  }
}
