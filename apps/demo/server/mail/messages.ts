/** A mail, ready to be sent. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

type Message = Omit<Mail, 'to'>;

/** All the mails of the service. Links carry their token in the fragment, which reaches no log and no Referer; opening one changes nothing. */
export const messages = {
  confirm: (link: string): Message => ({
    subject: 'Confirm your address',
    text: `Somebody, hopefully you, asked for an account with this address.\n\nOpen this link within a day to confirm it: ${link}\n\nIf it was not you, ignore this mail, and no account will exist.\n`,
  }),
  alreadyRegistered: (link: string): Message => ({
    subject: 'You have an account already',
    text: `Somebody, perhaps you, asked for an account with this address, which has one.\n\nIf you forgot your password, ask for a new one here: ${link}\n`,
  }),
  reset: (link: string): Message => ({
    subject: 'Set a new password',
    text: `Open this link within 30 minutes to set a new password: ${link}\n\nIf you did not ask for it, ignore this mail; your password stays as it is.\n`,
  }),
  passwordChanged: (link: string): Message => ({
    subject: 'Your password was changed',
    text: `Your password was changed, and your other sessions have ended.\n\nIf that was not you, set a new one at once: ${link}\n`,
  }),
  sessionEnded: (link: string): Message => ({
    subject: 'A session was ended',
    text: `A token of one of your sessions was used twice, which happens when somebody has copied it. We ended that session; log in again.\n\nIf you see sessions that you do not know, end them and change your password: ${link}\n`,
  }),
} as const;
