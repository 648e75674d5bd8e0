import { type EnginePlace, work } from './engine.ts';

const [place, notes] = process.argv.slice(2);
if (place === undefined || notes === undefined) throw new Error('Usage: engine-worker PLACE NOTES');
await work(JSON.parse(place) as EnginePlace, notes);
