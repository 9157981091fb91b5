import { send } from '../api.ts';
import { box, input, onSubmit, show } from '../form.ts';

onSubmit(
  'forgot',
  'email',
  () => send('POST', '/v1/password/forgot', { email: input('email').value }),
  async () => {
    box('forgot').hidden = true;
    box('sent').hidden = false;
    show('address', input('email').value);
    const mailbox = await fetch('/dev/mail');
    box('development').hidden = !mailbox.ok;
  },
);
