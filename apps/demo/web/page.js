// Shows each request and response as text; secrets in requests are shown as dots.
const element = (id) => document.getElementById(id);
let accessToken = '';

// The token of a reset link is taken out of the address before anything else, so that it stays in no history.
let resetToken = location.hash.slice(1);
if (resetToken !== '') {
  history.replaceState(null, '', location.pathname);
  element('reset').hidden = false;
  element('reset').scrollIntoView();
}

async function call(method, path, body, headers = {}) {
  const options = { method, headers: { ...headers, ...(body && { 'content-type': 'application/json' }) } };
  if (body) options.body = JSON.stringify(body);
  const response = await fetch(path, options);
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const answer = isJson ? JSON.parse(text) : text;
  const hidden =
    body &&
    JSON.stringify({
      ...body,
      ...(body.password && { password: '•••' }),
      ...(body.token && { token: '•••' }),
    });
  const entry = document.createElement('li');
  const shown = document.createElement('pre');
  shown.textContent = `${method} ${path}${hidden ? `\n${hidden}` : ''}\n\n${response.status}\n${isJson ? JSON.stringify(answer, null, 2) : text}`;
  entry.append(shown);
  element('log').prepend(entry);
  element('status').textContent =
    `${method} ${path}: ${response.status} ${answer.title ?? answer.status ?? ''}`;
  return { response, answer };
}

function onSubmit(id, work) {
  element(id).addEventListener('submit', (event) => {
    event.preventDefault();
    work(Object.fromEntries(new FormData(event.target)));
  });
}

onSubmit('register', (form) => call('POST', '/v1/register', form));

onSubmit('login', async (form) => {
  const { answer } = await call('POST', '/v1/login', form);
  accessToken = answer.access_token ?? '';
  element('token').textContent = accessToken || 'none';
  const payload = accessToken.split('.')[1];
  element('claims').textContent = payload
    ? JSON.stringify(JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))), null, 2)
    : '';
});

const bearer = (token) => ({ authorization: `Bearer ${token}` });
element('me').addEventListener('click', () => call('GET', '/v1/me', undefined, bearer(accessToken)));
element('tampered').addEventListener('click', () => {
  const [header = '', payload = '', signature = ''] = accessToken.split('.');
  const changed = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
  return call('GET', '/v1/me', undefined, bearer(`${header}.${payload}.${changed}`));
});
element('jwks').addEventListener('click', () => call('GET', '/.well-known/jwks.json'));

onSubmit('forgot', (form) => call('POST', '/v1/password/forgot', form));

element('mail').addEventListener('click', async () => {
  const { answer } = await call('GET', '/dev/mail');
  element('mails').replaceChildren(
    ...answer.map(({ to, subject, text }) => {
      const item = document.createElement('li');
      const url = /https?:\/\/\S+#\S+/.exec(text)?.[0];
      item.append(`To ${to}: ${subject}. `);
      if (url) {
        const link = document.createElement('a');
        link.href = url;
        link.textContent = 'Open the link';
        link.addEventListener('click', (event) => {
          event.preventDefault();
          resetToken = new URL(url).hash.slice(1);
          element('reset').hidden = false;
          element('reset').querySelector('input').focus();
        });
        item.append(link);
      } else item.append(text);
      return item;
    }),
  );
});

onSubmit('reset', async (form) => {
  const { response } = await call('POST', '/v1/password/reset', { token: resetToken, ...form });
  if (response.ok) element('reset').hidden = true;
});
