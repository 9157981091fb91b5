import { ERROR_CODES, errorPage, errorTable } from '../src/error-codes.ts';

const overview = `# Error codes

Every error of the packages has a stable \`code\`. Use it in your program, and write the message to your log. The messages can change.

${errorTable()}
`;

export default {
  paths: () => [
    { params: { code: 'index' }, content: overview },
    ...Object.entries(ERROR_CODES).map(([code, text]) => ({
      params: { code },
      content: errorPage(code, text),
    })),
  ],
};
