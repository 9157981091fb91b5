import { send } from '../api.ts';
import { box, input, onSubmit, show } from '../form.ts';

const credentials = () => ({ email: input('email').value, password: input('password').value });

onSubmit(
  'register',
  (problem) => (problem === 'unacceptable-password' ? 'password' : 'email'),
  () => send('POST', '/v1/register', credentials()),
  async () => {
    box('register').hidden = true;
    box('sent').hidden = false;
    show('address', credentials().email);
    const mailbox = await fetch('/dev/mail');
    box('development').hidden = !mailbox.ok;
  },
);
