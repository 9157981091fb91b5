import { expect, test } from 'vitest';
import { curlCommand } from './curl.ts';

const ORIGIN = 'http://127.0.0.1:8080';
const JSON_HEADERS = { 'content-type': 'application/json' };

test.each([
  [
    { method: 'GET', path: '/v1/me', headers: { authorization: 'Bearer x' } },
    ["curl 'http://127.0.0.1:8080/v1/me'", "-H 'authorization: Bearer x'"],
  ],
  [
    { method: 'POST', path: '/v1/login', headers: JSON_HEADERS, body: { password: "it's", mode: 'body' } },
    [
      "curl -X POST 'http://127.0.0.1:8080/v1/login'",
      "-H 'content-type: application/json'",
      `--data-raw '{"password":"it'\\''s","mode":"body"}'`,
    ],
  ],
  [
    { method: 'POST', path: '/v1/token/refresh', headers: JSON_HEADERS, body: {} },
    [
      "curl -X POST 'http://127.0.0.1:8080/v1/token/refresh'",
      "-H 'content-type: application/json'",
      "-H 'origin: http://127.0.0.1:8080'",
      '-b cookies.txt -c cookies.txt',
      "--data-raw '{}'",
    ],
  ],
])('%j becomes a command of a shell', (request, lines) => {
  expect(curlCommand(request, ORIGIN).split(' \\\n  ')).toEqual(lines);
});
