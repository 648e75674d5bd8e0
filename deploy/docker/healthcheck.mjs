// Ends with 0 while this replica can do its work.
const port = process.env.HEDDLE_PORT ?? '3000';
const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(4_000) });
process.exitCode = answer.ok ? 0 : 1;
