import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { hearAnswer, openBody, requestSecrets } from './exchange.ts';
import type { OutputRecord } from './record.ts';

/** What a page calls with each text that it comes to show. */
const SHOWN = '__shownToTheLeakListener';

/** Tells of every text and attribute that appears in a document, for however short a time. What is in a form's fields is neither. */
const OBSERVER = `new MutationObserver((changes) => {
  const texts = changes.flatMap(({ type, target, attributeName, addedNodes }) =>
    type === 'characterData' ? [target.data]
    : type === 'attributes' ? [target.getAttribute(attributeName)]
    : [...addedNodes].map((node) => node.outerHTML ?? node.data));
  globalThis.${SHOWN}([...new Set(texts)].join('\\n'));
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true })`;

/** What a page shows, and what it keeps: in its address, in cookies that scripts can read and in storage. */
const STATE = `(() => {
  const of = (read) => { try { return JSON.stringify(read()); } catch { return ''; } };
  return {
    shown: document.documentElement.textContent + document.documentElement.outerHTML,
    kept: [location.href, of(() => document.cookie), of(() => ({ ...localStorage })), of(() => ({ ...sessionStorage })), of(() => history.state)].join('\\n'),
  };
})()`;

/**
 * Keeps what the pages of a browser log, throw, send, receive, show and keep.
 *
 * @returns waits until all that was said so far is kept
 */
export function listenToPages(browser: Browser, record: OutputRecord): () => Promise<void> {
  const open = new Set<ContextListener>();
  browser.on('context', (context) => {
    const listener = new ContextListener(context, record);
    open.add(listener);
    context.once('close', () => open.delete(listener));
  });
  const settle = async (): Promise<void> => {
    await Promise.all([...open].map((listener) => listener.settle()));
  };
  settleBeforeClosing(browser, settle);
  return settle;
}

/** Nothing more is heard of what was closed. */
function settleBeforeClosing<Options>(
  target: { close(options?: Options): Promise<void> },
  settle: () => Promise<void>,
): void {
  const { close } = target;
  target.close = async (options) => {
    await settle();
    await close.call(target, options);
  };
}

class ContextListener {
  readonly #context: BrowserContext;
  readonly #record: OutputRecord;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #failures: unknown[] = [];

  constructor(context: BrowserContext, record: OutputRecord) {
    this.#context = context;
    this.#record = record;
    this.#wait(
      context.exposeBinding(SHOWN, ({ page }, text) => this.#hear('shows', page.url(), String(text))),
    );
    this.#wait(context.addInitScript(OBSERVER));
    context.on('console', (message) =>
      this.#hear('logs', message.page()?.url() ?? message.location().url, message.text()),
    );
    context.on('weberror', (error) =>
      this.#hear(
        'throws',
        error.page()?.url() ?? '',
        `${error.error().message}\n${error.error().stack ?? ''}`,
      ),
    );
    context.on('request', (request) => this.#hearRequest(request));
    // Not before: the body of an answer that the page does not read never comes.
    context.on('requestfinished', (request) => this.#wait(this.#hearAnswer(request)));
    const settle = (): Promise<void> => this.settle();
    context.on('page', (page) => settleBeforeClosing(page, settle));
    settleBeforeClosing(context, settle);
  }

  /** Looks at the pages that are open, and waits for what is still on its way. Throws what kept it from hearing. */
  async settle(): Promise<void> {
    await Promise.all(this.#context.pages().map((page) => this.#hearState(page)));
    await Promise.all(this.#pending);
    const [failure] = this.#failures.splice(0);
    if (failure !== undefined) throw failure;
  }

  async #hearState(page: Page): Promise<void> {
    const state = await stateOf(page);
    if (!state) return;
    this.#hear('shows', page.url(), state.shown);
    this.#hear('keeps', page.url(), state.kept);
  }

  /** What a request says besides what it is for: to hand over a password or a token. */
  #hearRequest(request: Request): void {
    const body = request.postData() ?? '';
    for (const secret of requestSecrets(new Headers(request.headers()), body)) this.#record.plant(secret);
    const url = new URL(request.url());
    url.hash = '';
    const from = request.headers()['referer'] ?? '';
    const sent = `${request.method()} ${url.href}\n${from}\n${openBody(body)}`;
    this.#hear('sends', request.frame().url(), sent);
  }

  async #hearAnswer(request: Request): Promise<void> {
    const response = await request.response();
    if (!response) return;
    const headers = new Headers((await response.headersArray()).map(({ name, value }) => [name, value]));
    await hearAnswer(this.#record, {
      method: request.method(),
      url: response.url(),
      status: response.status(),
      headers,
      // A redirection has no body.
      text: () => response.text().catch(() => ''),
    });
  }

  #hear(what: PageUtterance, url: string, text: string): void {
    const { pathname } = URL.parse(url) ?? { pathname: url };
    const isResult = what === 'shows' && isWorkbench(pathname);
    this.#record.hear(pageUtterance(pathname, what), text, { isResult });
  }

  /** Fails when it is waited for, and not in between, where no test would be blamed for it. */
  #wait(saying: Promise<unknown>): void {
    const pending = saying
      .catch((error: unknown) => {
        if (!isOfClosed(error)) this.#failures.push(error);
      })
      .finally(() => this.#pending.delete(pending));
    this.#pending.add(pending);
  }
}

/** Looks at a page that was going elsewhere where it came to; nothing is left to see of one that was closed. */
async function stateOf(page: Page, isGoing = false): Promise<State | undefined> {
  try {
    if (isGoing) await page.waitForLoadState();
    return await page.evaluate<State>(STATE);
  } catch (error) {
    if (isOfClosed(error)) return undefined;
    if (!isOfNavigation(error)) throw error;
    return stateOf(page, true);
  }
}

function isOfNavigation(error: unknown): boolean {
  return error instanceof Error && error.message.includes('because of a navigation');
}

/** Whether what was asked for is gone: an answer that came while its page was being closed. */
function isOfClosed(error: unknown): boolean {
  return error instanceof Error && error.message.includes('has been closed');
}

interface State {
  readonly shown: string;
  readonly kept: string;
}

type PageUtterance = 'shows' | 'keeps' | 'logs' | 'throws' | 'sends';

/** What an utterance of a page is called in the record. */
export function pageUtterance(pathname: string, what: PageUtterance): string {
  return `the page ${pathname} ${what}`;
}

/** Pages on which visitors make keys and stored hashes of their own, which nobody else knows and which the page is there to show. */
function isWorkbench(pathname: string): boolean {
  return /^\/(?:digest|password|key-set)?$|\/countersign\.html$/.test(pathname);
}
