// The modules that every start and `countersign hash` need. The build puts them into one chunk.
import './args/parse.ts';
import './commands/hash.ts';
import './commands/tree.ts';
import './io/io.ts';
import './io/names.ts';
import './run.ts';
