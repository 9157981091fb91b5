'use strict';
// Stands for core's load.cjs in the bundle.

const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

exports.loadNoble = () => require('./noble.cjs');

exports.readHashWasm = (algorithm) =>
  readFileSync(createRequire(__filename).resolve(`hash-wasm/dist/${algorithm}.umd.min.js`), 'latin1');
