import { parentChannel } from './serve/parent-channel';
import { serve } from './serve/serve';

process.title = 'juggler recorder';
serve(
  parentChannel(),
  () => Promise.reject(new Error('This build keeps no library.')),
  () => process.exit(0),
);
