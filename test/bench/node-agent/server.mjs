// Answers "hello" to all; says its port, and at SIGTERM the CPU time that it used, in ms.
import { createServer } from 'node:http';
const server = createServer((request, response) => response.end('hello'));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
let before = process.cpuUsage();
// The first requests are not counted: functions are compiled by then.
process.on('SIGUSR2', () => {
  before = process.cpuUsage();
  console.log('counting');
});
process.on('SIGTERM', () => {
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
  process.exit(0);
});
