import { open } from 'node:fs/promises';

// Loaded into a process before the service: from a signal on, the next sync of a file fails, as on a disk that loses what it was given.

const file = await open(import.meta.filename);
const handles: { datasync: () => Promise<void> } = Object.getPrototypeOf(file);
await file.close();
const { datasync } = handles;

process.once('SIGUSR2', () => {
  handles.datasync = async () => {
    handles.datasync = datasync;
    throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
  };
});
