import { send } from '../api.ts';
import { box, input, onSubmit } from '../form.ts';

// The token is in the fragment of the link, which browsers do not send.
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

const isComplete = /^[\w-]{43}$/.test(token);
box('incomplete').hidden = isComplete;
box('reset').hidden = !isComplete;
if (isComplete) input('password').focus();

onSubmit(
  'reset',
  'password',
  () => send('POST', '/v1/password/reset', { token, password: input('password').value }),
  () => {
    box('reset').hidden = true;
    box('done').hidden = false;
  },
);
