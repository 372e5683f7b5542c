import type { FromRecorder } from '../../core/protocol/recorder';
import type { OpenLibrary } from '../store/store';
import { dispatch, isRequest } from './dispatch';
import type { ParentChannel } from './parent-channel';
import { Recorder } from './recorder';
import { Viewers } from './viewers';

/** Serves the parent until it ends, then calls `exit`. */
export function serve(channel: ParentChannel, openLibrary: OpenLibrary, exit: () => void): void {
  const viewers = new Viewers();
  const post = (message: FromRecorder): void => channel.post(message);
  const recorder = new Recorder({
    openLibrary,
    event: viewers.tell,
    trouble: (message) => post({ type: 'trouble', message }),
  });
  channel.onMessage((message, ports) => {
    if (isRequest(message)) {
      void dispatch(recorder.handlers, message).then(post);
    } else if (isViewer(message)) {
      const [port] = ports;
      const send = port === undefined ? null : viewers.addPort(port);
      if (send === null) viewers.add((event) => post({ type: 'event', event }));
      else recorder.replay(send);
    }
    // Whatever else it is, nobody waits for an answer.
  });
  channel.onEnd(() => {
    recorder.abandon();
    exit();
  });
}

/** `{type: 'viewer'}` with a port, or without one: the parent itself wants to see. */
function isViewer(message: unknown): boolean {
  return typeof message === 'object' && message !== null && Reflect.get(message, 'type') === 'viewer';
}
