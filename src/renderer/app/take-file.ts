import { openComparison } from '../state/comparison';
import { chooseModule } from '../state/draft';
import { navigate } from '../state/navigation';

const moduleFile = /\.(?:[cm]?[jt]s|tsx)$/i;

/** A file that was dropped, double-clicked or chosen. @throws {Error} with a sentence for the user. */
export async function takeFile(file: string): Promise<void> {
  if (/\.juggler$/i.test(file)) return openComparison({ file });
  if (!moduleFile.test(file)) {
    throw new Error(`${file} is neither a saved comparison (.juggler) nor a JavaScript or TypeScript module.`);
  }
  await chooseModule(file);
  navigate('compare');
}
