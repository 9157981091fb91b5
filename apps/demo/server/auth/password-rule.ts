import { checkPassword, nistPolicy } from '@countersign/password';
import { Problem } from '../api/problems.ts';

/**
 * The one rule for new passwords, at registration, change and reset.
 *
 * @throws a {@link Problem} `unacceptable-password`
 */
export async function requireGoodPassword(password: string, email: string): Promise<void> {
  const violations = await checkPassword(password, nistPolicy({ context: [email, 'countersign'] }));
  if (violations.length > 0)
    throw new Problem('unacceptable-password', {
      violations: violations.map(({ code, message }) => ({ code, message })),
    });
}
