import { surviveLostTerminal } from './serve/lost-terminal';
import { parentChannel } from './serve/parent-channel';
import { serve } from './serve/serve';
import { openLibrary } from './store/open-library';

surviveLostTerminal();
process.title = 'juggler recorder';
serve(parentChannel(), openLibrary, () => process.exit(0));
