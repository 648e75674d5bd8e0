import { DEFAULT_BUILD_BOUNDS } from '../sandbox/chaincode-sandbox';
import { processBound } from './process-bounds';

const boundOf = (line: string, exitCode = 1) =>
  processBound({ exitCode, lines: ['first', line] }, DEFAULT_BUILD_BOUNDS)?.setting;

it.each([
  ['RangeError: Array buffer allocation failed', 'HEDDLE_BUILD_MEMORY_MIB'],
  ['fatal error: runtime: out of memory', 'HEDDLE_BUILD_MEMORY_MIB'],
  ['# There is insufficient memory for the Java Runtime Environment to continue.', 'HEDDLE_BUILD_MEMORY_MIB'],
  ['Error: spawn sleep EAGAIN', 'HEDDLE_BUILD_PROCESSES'],
  ['sh: 1: Cannot fork', 'HEDDLE_BUILD_PROCESSES'],
  ['java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory', 'HEDDLE_BUILD_PROCESSES'],
  ['Error: EFBIG: file too large, write', 'HEDDLE_BUILD_FILE_MIB'],
])('recognises from "%s" that a build exceeded %s', (line, setting) => {
  expect(boundOf(line)).toBe(setting);
});

it('recognises a program that was killed for a file above the size limit from the exit code of its shell', () => {
  expect(boundOf('nothing', 153)).toBe('HEDDLE_BUILD_FILE_MIB');
});

it.each([
  ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  ['java.lang.OutOfMemoryError: Java heap space'],
  ['getaddrinfo EAI_AGAIN registry.npmjs.org'],
  ['error TS2304: Cannot find name'],
])('does not take "%s" for an exceeded limit', (line) => {
  expect(boundOf(line)).toBeUndefined();
});
