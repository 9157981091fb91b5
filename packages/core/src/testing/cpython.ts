import { loadPyodide, type PyodideAPI } from 'pyodide';

/** Answers each case with the hex text, or the name of the exception, that CPython's hashlib, hmac or secrets gives. */
const ORACLE = `
import hashlib, hmac, json, secrets

def parameters(case):
    given = {name: bytes.fromhex(value) if name in ('key', 'salt', 'person') else value for name, value in case['parameters'].items()}
    if 'node_offset' in given: given['node_offset'] = int(given['node_offset'])
    return given

def parts(case):
    return [bytes.fromhex(part) for part in case['parts']]

def digest(case):
    state = hashlib.new(case['algorithm'], b'', **parameters(case))
    readings = []
    for part in parts(case):
        state.update(part)
        copy = state.copy()
        copy.update(b'a copy goes its own way')
        length = () if case['length'] is None else (case['length'],)
        readings.append(state.hexdigest(*length) + copy.hexdigest(*length))
    return ' '.join(readings)

def mac(case):
    state = hmac.new(bytes.fromhex(case['key']), b'', case['algorithm'])
    readings = []
    for part in parts(case):
        state.update(part)
        readings.append(state.hexdigest())
    assert readings[-1] == hmac.digest(bytes.fromhex(case['key']), b''.join(parts(case)), case['algorithm']).hex()
    return ' '.join(readings)

def compare(case):
    a, b = parts(case)
    return str(secrets.compare_digest(a, b))

def sizes(case):
    n = case['length']
    return f"{len(secrets.token_bytes(n))} {len(secrets.token_hex(n))} {len(secrets.token_urlsafe(n))}"

def about(case):
    state = hashlib.new(case['algorithm'])
    return f"{state.name} {state.digest_size} {state.block_size}"

def answer(case):
    try:
        return globals()[case['ask']](case)
    except Exception as error:
        return type(error).__name__

json.dumps([answer(case) for case in json.loads(cases)])
`;

/** One question. `ask` determines the other members. */
export interface Case {
  readonly ask: 'digest' | 'mac' | 'compare' | 'sizes' | 'about';
  readonly algorithm?: string;
  /** Hexadecimal. */
  readonly key?: string;
  readonly parts?: readonly string[];
  readonly length?: number | null;
  /** Under Python's names; bytes as hexadecimal, node_offset as decimal text. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
}

let loading: Promise<PyodideAPI> | undefined;

/** Asks CPython, which runs as WebAssembly. */
export async function askCPython(cases: readonly Case[]): Promise<string[]> {
  loading ??= loadPyodide();
  const python = await loading;
  const answers: unknown = JSON.parse(
    String(python.runPython(ORACLE, { globals: python.toPy({ cases: JSON.stringify(cases) }) })),
  );
  if (!Array.isArray(answers) || answers.length !== cases.length) throw new Error('an answer is missing');
  return answers.map(String);
}
