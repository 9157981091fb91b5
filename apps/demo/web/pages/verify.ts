import { send } from '../api.ts';
import { box, input, onSubmit } from '../form.ts';

// The token is in the fragment of the link, which browsers do not send.
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

const isComplete = /^[\w-]{43}$/.test(token);
box('incomplete').hidden = isComplete;
box('verify').hidden = !isComplete;
if (isComplete) input('password').focus();

onSubmit(
  'verify',
  'password',
  () => send('POST', '/v1/email/verify', { token, password: input('password').value }),
  () => {
    box('verify').hidden = true;
    box('done').hidden = false;
  },
);
