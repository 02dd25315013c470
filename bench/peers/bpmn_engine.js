// The scenario on bpmn-engine (npm), its state written to SQLite after every completion.
// Arguments: ballots, rounds, the diagram in its dialect, and "kept" (the engine stays in memory, the state is only
// written) or "restored" (recovered from the stored state for every completion, as a server between requests must).
// For each line on standard input, a number of dossiers, one line of JSON: {ms: [...], finished}.
const { EventEmitter } = require('events');
const { readFileSync } = require('fs');
const { createInterface } = require('readline');
const { DatabaseSync } = require('node:sqlite');
const { Engine } = require('bpmn-engine');

const [ballots, rounds] = process.argv.slice(2, 4).map(Number);
const source = readFileSync(process.argv[4], 'utf8');
const restored = process.argv[5] === 'restored';
const members = [...Array(ballots).keys()].map((number) => `m${number}`);

const database = new DatabaseSync('bpmn_engine.db');
database.exec('pragma journal_mode=wal; pragma synchronous=normal; create table instance(id integer primary key, state text)');
const insert = database.prepare('insert into instance(state) values(?)');
const select = database.prepare('select state from instance where id=?');
const update = database.prepare('update instance set state=? where id=?');

let waiting = new Map();

function* completions() {
  yield ['submit', { amount: 5000, category: 'science', members }];
  for (let round = 0; round < rounds; round++) {
    yield ['completeness', { complete: false }];
    yield ['supplement', { round }];
  }
  yield ['completeness', { complete: true }];
  for (let number = 0; number < ballots; number++) yield ['vote', { ballot: number % 2 ? 'no' : 'yes' }];
  yield ['appraisal', { score: 7 }];
  yield ['decision', { approved: true }];
  yield ['publish', { url: 'x' }];
}

function listener() {
  waiting = new Map();
  const events = new EventEmitter();
  events.on('activity.wait', (activity) => waiting.set(activity.executionId, activity));
  for (const name of ['activity.leave', 'activity.discard']) {
    events.on(name, (activity) => waiting.delete(activity.executionId));
  }
  return events;
}

function signal(engine, execution, name, data) {
  for (const definition of execution.definitions) {
    Object.assign(definition.environment.variables, data);
    definition.getProcesses().forEach((each) => Object.assign(each.environment.variables, data));
  }
  Object.assign(engine.environment.variables, data);
  const activity = [...waiting.values()].find((each) => each.id === name);
  waiting.delete(activity.executionId);
  activity.signal(data);
}

async function dossier(took) {
  let engine = new Engine({ name: 'award', source, moddleOptions: {}, variables: {} });
  let execution = await engine.execute({ listener: listener() });
  const id = insert.run(JSON.stringify(await engine.getState())).lastInsertRowid;
  if (restored) execution.stop();
  for (const [name, data] of completions()) {
    const began = process.hrtime.bigint();
    if (restored) {
      engine = new Engine({ name: 'award' }).recover(JSON.parse(select.get(id).state));
      execution = await engine.resume({ listener: listener() });
    }
    signal(engine, execution, name, data);
    update.run(JSON.stringify(await engine.getState()), id);
    took.push(Number(process.hrtime.bigint() - began) / 1e6);
    if (restored && execution.state === 'running') execution.stop();
  }
  return execution.state !== 'running';
}

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    const took = [];
    let finished = 0;
    for (let number = Number(line); number > 0; number--) finished += await dossier(took);
    console.log(JSON.stringify({ ms: took, finished }));
  }
  process.exit(0);
})();
