import { openComparison } from '../state/comparison';
import { chooseModule } from '../state/draft';
import { navigate, useNavigation } from '../state/navigation';
import { changeCommand, commandOfFile } from '../state/profile';

const moduleFile = /\.(?:[cm]?[jt]s|tsx)$/i;
const scriptFile = /\.(?:py|sh)$/i;

/**
 * A file that was dropped, double-clicked or chosen: a comparison is opened, a module becomes the workload, a script the
 * command; on the Profile page everything else becomes the command. @throws {Error} with a sentence for the user.
 */
export async function takeFile(file: string): Promise<void> {
  if (/\.juggler$/i.test(file)) return openComparison({ file });
  if (useNavigation.getState().view === 'profile' || scriptFile.test(file)) {
    changeCommand({ line: commandOfFile(file) });
    return navigate('profile');
  }
  if (!moduleFile.test(file)) {
    throw new Error(
      `${file} is neither a saved comparison (.juggler), nor a JavaScript or TypeScript module, nor a Python or shell script.`,
    );
  }
  await chooseModule(file);
  navigate('compare');
}
