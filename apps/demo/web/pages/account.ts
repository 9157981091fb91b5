import { isObject, sendSignedIn, signOut } from '../api.ts';
import { box, byId, h, input, onSubmit, show } from '../form.ts';

async function showAccount(): Promise<void> {
  const { isOk, json, problem } = await sendSignedIn('GET', '/v1/me');
  if (problem === 'invalid-token') {
    location.replace('/');
    return;
  }
  if (!isOk) {
    show('failure', 'The service is not available. Please reload this page in a moment.');
    return;
  }
  input('username').value = String(json['email']);
  show('email', String(json['email']));
  const since = new Date(String(json['created_at'])).toLocaleDateString('en', { dateStyle: 'long' });
  show('since', `Account since ${since}`);
  box('account').hidden = false;
  await showSessions();
}

async function showSessions(): Promise<void> {
  const { json } = await sendSignedIn('GET', '/v1/sessions');
  const sessions = Array.isArray(json['sessions']) ? json['sessions'].filter(isObject) : [];
  box('sessions').replaceChildren(...sessions.map(sessionItem));
  byId('sign-out-others', HTMLButtonElement).disabled = sessions.length < 2;
}

function sessionItem({ id, label, current, last_used_at: used }: Readonly<Record<string, unknown>>): Node {
  const when = new Date(String(used)).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
  const text = h('div', {}, h('strong', {}, String(label)), h('p', { class: 'hint' }, `Last used ${when}`));
  if (current === true) return h('li', {}, text, h('span', { class: 'badge' }, 'This session'));
  const end = h('button', { type: 'button', class: 'secondary' }, 'End');
  end.addEventListener('click', async () => {
    end.disabled = true;
    await sendSignedIn('DELETE', `/v1/sessions/${encodeURIComponent(String(id))}`);
    await showSessions();
  });
  return h('li', {}, text, end);
}

byId('sign-out', HTMLButtonElement).addEventListener('click', async () => {
  await signOut();
  location.replace('/');
});

byId('sign-out-others', HTMLButtonElement).addEventListener('click', async () => {
  await signOut('others');
  await showSessions();
});

onSubmit(
  'change',
  (problem) => (problem === 'unacceptable-password' ? 'new-password' : 'current-password'),
  () =>
    sendSignedIn('POST', '/v1/password/change', {
      current_password: input('current-password').value,
      new_password: input('new-password').value,
    }),
  async () => {
    byId('change', HTMLFormElement).reset();
    show('changed', 'Your password was changed. Your other sessions have ended.');
    await showSessions();
  },
);

onSubmit(
  'delete',
  'delete-password',
  () => sendSignedIn('DELETE', '/v1/me', { password: input('delete-password').value }),
  () => location.replace('/'),
);

void showAccount();
