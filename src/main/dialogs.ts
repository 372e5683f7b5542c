import { extname } from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import { fileNameFor } from './file-name-for';

const jugglerFiles = { name: 'Juggler comparison', extensions: ['juggler'] };
const moduleFiles = {
  name: 'JavaScript, TypeScript or Python',
  extensions: ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts', 'py'],
};

/** @returns null: the user changed their mind. So do the others. */
export async function chooseModuleFile(window: BrowserWindow): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose a module that exports items and run',
    properties: ['openFile'],
    filters: [moduleFiles],
  });
  return filePaths[0] ?? null;
}

/** A script or a program for the Profile page. */
export async function chooseScript(window: BrowserWindow): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose a script or a program to profile',
    properties: ['openFile'],
  });
  return filePaths[0] ?? null;
}

export async function chooseFolder(window: BrowserWindow): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose the folder the command is run in',
    properties: ['openDirectory', 'createDirectory'],
  });
  return filePaths[0] ?? null;
}

export async function chooseJugglerFile(window: BrowserWindow): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open a comparison',
    properties: ['openFile'],
    filters: [jugglerFiles],
  });
  return filePaths[0] ?? null;
}

export async function chooseWhereToSave(window: BrowserWindow, name: string): Promise<string | null> {
  const { filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the comparison',
    defaultPath: fileNameFor(name),
    filters: [jugglerFiles],
    properties: ['showOverwriteConfirmation'],
  });
  if (filePath === '') return null;
  return extname(filePath).toLowerCase() === '.juggler' ? filePath : `${filePath}.juggler`;
}
