import { refresh, signIn } from '../api.ts';
import { input, onSubmit } from '../form.ts';

const enter = (): void => location.replace('/account');

// A visitor who is signed in already does not need this page.
void refresh().then((isSignedIn) => isSignedIn && enter());

onSubmit('sign-in', 'password', () => signIn(input('email').value, input('password').value), enter);
