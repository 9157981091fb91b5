import { documents } from '../src/documents.ts';

export default {
  paths: () => documents().map(({ name, content }) => ({ params: { document: name }, content })),
};
