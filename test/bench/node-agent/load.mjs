import { connect } from 'node:net';

const request = 'GET /hello?x=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
const answerEnd = Buffer.from('\r\n\r\nhello');

/** Sends so many requests over so many connections, each the next one when it was answered. @returns ms it took */
export function load(port, connections, requests) {
  return new Promise((settle, reject) => {
    const started = performance.now();
    let sent = 0;
    let answered = 0;
    const sockets = Array.from({ length: connections }, () => {
      const socket = connect(port, '127.0.0.1').setNoDelay(true);
      const next = () => {
        if (sent >= requests) return;
        sent++;
        socket.write(request);
      };
      socket.once('connect', next).on('error', reject);
      socket.on('data', (data) => {
        if (!data.includes(answerEnd)) return;
        if (++answered < requests) return next();
        for (const one of sockets) one.destroy();
        settle(performance.now() - started);
      });
      return socket;
    });
  });
}
