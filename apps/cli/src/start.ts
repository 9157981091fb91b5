// The modules that every start and `countersign hash` need. The build puts them into one chunk.
import './commands/hash.ts';
import './run.ts';
