import type { z } from '@hono/zod-openapi';
import type * as endpoints from './endpoints.ts';

/** The endpoints by name, as types alone: a client that uses these brings no schema along. */
type Endpoints = typeof endpoints;

/** What an endpoint takes as its body; `undefined` for one that takes none. */
export type RequestBody<Name extends keyof Endpoints> = Endpoints[Name] extends {
  readonly request: { readonly body: { readonly content: infer Content } };
}
  ? Schema<Content, 'input'>
  : undefined;

/** What an endpoint answers when all is well; `undefined` where it answers nothing. */
export type Answer<Name extends keyof Endpoints> = {
  [Status in 200 | 202]: Endpoints[Name] extends {
    readonly responses: { readonly [S in Status]: { readonly content: infer Content } };
  }
    ? Schema<Content, 'output'>
    : never;
}[200 | 202];

type Schema<Content, Direction extends 'input' | 'output'> = {
  [Type in keyof Content]: Content[Type] extends { readonly schema: infer S extends z.ZodType }
    ? Direction extends 'input'
      ? z.input<S>
      : z.output<S>
    : never;
}[keyof Content];
