import process from 'node:process';
import { text } from 'node:stream/consumers';
import { answers, digestOf, type SuiteCase } from './suite.ts';

// The suite as a program, for Bun and Deno: reads the cases from standard input and prints its answers.
const cases: SuiteCase[] = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify({ digests: cases.map(digestOf), answers: await answers() }));
