'use strict';
// CommonJS, because `require` is the only way to load a module synchronously when it is first needed. On Node.js most
// programs never need these: OpenSSL computes all digests except BLAKE3 and BLAKE2 with parameters.

const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

/** Loads the digests of @noble/hashes. */
exports.loadNoble = () => require('#noble');

/** Reads the script of hash-wasm that contains the binary of an algorithm. Throws if the file is not installed. */
exports.readHashWasm = (algorithm) =>
  readFileSync(createRequire(__filename).resolve(`hash-wasm/dist/${algorithm}.umd.min.js`), 'latin1');
