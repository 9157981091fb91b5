import { InvalidArgumentError } from '@countersign/core/internal';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { InvalidClaimError } from '../errors.ts';
import type { UntrustedClaims } from './time.ts';

type Outcome = { readonly value: unknown } | { readonly failures: readonly InvalidClaimError[] };

/**
 * Runs a schema over a claims set. Its validator is code of the caller, so its errors are thrown unchanged.
 *
 * @returns the schema's output, or one error for each issue
 */
export async function runSchema(schema: StandardSchemaV1, claims: UntrustedClaims): Promise<Outcome> {
  return outcome(await schema['~standard'].validate(claims));
}

/** Runs a synchronous schema. */
export function runSchemaSync(schema: StandardSchemaV1, claims: UntrustedClaims): Outcome {
  const result = schema['~standard'].validate(claims);
  if (result instanceof Promise) {
    result.catch(() => undefined);
    throw new InvalidArgumentError(
      'schema',
      'schema must be synchronous here; verify and createVerifier take asynchronous ones.',
    );
  }
  return outcome(result);
}

function outcome(result: StandardSchemaV1.Result<unknown>): Outcome {
  if (!result.issues) return { value: result.value };
  return {
    failures: result.issues.map((issue) => {
      const [first] = issue.path ?? [];
      const claim = String(typeof first === 'object' ? first.key : (first ?? ''));
      return new InvalidClaimError(
        `The claim ${claim || 'set'} is rejected by the schema: ${issue.message}`,
        {
          claim,
        },
      );
    }),
  };
}
