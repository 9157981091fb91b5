import { type Algorithm, exportKey, generateKey, sign, verify } from '../index.ts';
import { CLAIMS, type ExchangeAnswer, type ExchangeCase } from './exchange.ts';
import { supported } from './supported.ts';

/** A case for each algorithm that this Node.js has, with a new key. */
export function exchangeCases(): Promise<ExchangeCase[]> {
  return Promise.all(
    supported.map(async (algorithm) => {
      const key = await generateKey(algorithm);
      const [signing, verifying] = 'privateKey' in key ? [key.privateKey, key.publicKey] : [key, key];
      return {
        algorithm,
        signing: await exportKey(signing, 'jwk'),
        verifying: await exportKey(verifying, 'jwk'),
        token: await sign(CLAIMS, signing, { algorithm }),
      };
    }),
  );
}

/** The outcome of each case: the claims that the runtime and Node.js read, or the error code. */
export async function outcomes(
  cases: readonly ExchangeCase[],
  answers: readonly ExchangeAnswer[],
): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const { algorithm, refusal, claims, tokens } of answers) {
    const key = cases.find((each) => each.algorithm === algorithm)?.verifying ?? '';
    const read = tokens.map((token) => verify(token, key, { algorithms: [algorithm] }));
    all[algorithm] = refusal ?? [...claims, ...(await Promise.all(read))];
  }
  return all;
}

/** The expected outcomes on a runtime that lacks some algorithms. */
export function expectedOutcomes(ways: number, lacking: readonly Algorithm[] = []): Record<string, unknown> {
  const claims = Array.from({ length: 2 * ways }, () => CLAIMS);
  return Object.fromEntries(
    supported.map((algorithm) => [algorithm, lacking.includes(algorithm) ? 'ERR_KEY_INVALID' : claims]),
  );
}
