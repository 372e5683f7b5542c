import type { Machine } from '../../core/trace/machine';
import type { RecorderListeners, RecorderRequest } from '../../recorder/client';
import { dispatch } from '../../recorder/serve/dispatch';
import { Recorder } from '../../recorder/serve/recorder';
import { libraryFolder } from '../../recorder/store/library-folder';
import { openLibrary } from '../../recorder/store/open-library';
import { version } from './folders';

export interface OwnRecorder {
  readonly request: RecorderRequest;
  readonly machine: Machine;
  readonly library: string;
}

/**
 * The recorder in this very process: a recorded command is its child, with this terminal as its own, and nothing but
 * recording is done here meanwhile.
 */
export async function ownRecorder({ onEvent, onTrouble }: Required<RecorderListeners>): Promise<OwnRecorder> {
  const library = libraryFolder();
  const recorder = new Recorder({ openLibrary, event: onEvent, trouble: onTrouble });
  const request: RecorderRequest = async (name, argument) => {
    const answer = await dispatch(recorder.handlers, { call: 0, name, argument } as Parameters<typeof dispatch>[1]);
    if (answer.type === 'error') throw new Error(answer.message);
    // The reply of the request that was made.
    return (answer as { value: unknown }).value as never;
  };
  const { machine } = await request('hello', { library, version: version(), electron: null });
  return { request, machine, library };
}
