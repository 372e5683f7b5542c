// Plays the main process for one host: starts the utilityProcesses it asks for, as `BrokerRequest` says.
import { app, MessageChannelMain, utilityProcess } from 'electron';
import { writeSync } from 'node:fs';

const { out, specs } = JSON.parse(process.env.JUGGLER_BROKER_TEST);

app.on('window-all-closed', () => {});
void app.whenReady().then(async () => {
  for (const spec of specs) writeSync(1, `@@${JSON.stringify(await run(spec))}\n`);
  app.quit();
});

function run(spec) {
  const workers = new Map();
  const started = [];
  let last = null;
  const host = fork('job-host', 'host');
  const spawn = ({ id, entry, name }) => {
    const worker = fork(entry, name);
    workers.set(id, worker);
    worker.on('spawn', () => {
      started.push(entry);
      const { port1, port2 } = new MessageChannelMain();
      worker.postMessage({ type: 'connect' }, [port1]);
      host.postMessage({ type: 'spawned', id, pid: worker.pid }, [port2]);
    });
    worker.on('exit', (code) => {
      workers.delete(id);
      host.postMessage({ type: 'exited', id, code });
    });
  };
  host.on('message', (message) => {
    if (message.type === 'spawn') spawn(message);
    else if (message.type === 'kill') workers.get(message.id)?.kill();
    else last = message;
    if (message.type === 'prepared') host.postMessage({ type: 'start' });
  });
  host.postMessage({ type: 'prepare', spec });
  return new Promise((resolve) => {
    host.on('exit', (code) => resolve({ code, last, started, left: workers.size }));
  });
}

function fork(entry, name) {
  return utilityProcess.fork(`${out}/workers/${entry}.js`, [], { serviceName: name, stdio: 'inherit' });
}
