/** A mail, ready to send. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

type Message = Omit<Mail, 'to'>;

/** The texts of all mails. Opening a link changes nothing: each linked page asks for a password first. */
export const messages = {
  confirm: (link: string): Message => ({
    subject: 'Confirm your address',
    text: `You asked for an account with this address.\n\nOpen this link within a day, and enter the password that you chose: ${link}\n\nIf you did not ask for an account, ignore this mail. Nobody can create an account with your address without you.\n`,
  }),
  alreadyRegistered: (link: string): Message => ({
    subject: 'You have an account already',
    text: `Somebody, perhaps you, asked for an account with this address. It has one already.\n\nIf you forgot your password, ask for a new one: ${link}\n`,
  }),
  reset: (link: string): Message => ({
    subject: 'Set a new password',
    text: `Open this link within 30 minutes to set a new password: ${link}\n\nIf you did not ask for it, ignore this mail. Your password stays as it is.\n`,
  }),
  passwordChanged: (link: string): Message => ({
    subject: 'Your password was changed',
    text: `Your password was changed, and your other sessions have ended.\n\nIf you did not change it, set a new password immediately: ${link}\n`,
  }),
  sessionEnded: (link: string): Message => ({
    subject: 'A session was ended',
    text: `Somebody used an old token of one of your sessions. The token may have been copied, so we ended that session. Please sign in again.\n\nYou can review your sessions here: ${link}\n`,
  }),
  accountDeleted: (): Message => ({
    subject: 'Your account was deleted',
    text: 'Your account and everything in it was deleted, as you asked.\n',
  }),
} as const;
