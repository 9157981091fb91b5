import { fill, startPage } from '../page.ts';
import { startGenerating } from './generate.ts';
import { startHashing } from './hash.ts';
import { startJudging } from './judge.ts';
import { startReading } from './stored.ts';

startPage();
startJudging();
startHashing((encoded) => fill('stored', encoded));
startReading();
startGenerating((password) => {
  for (const id of ['judged', 'hashed', 'candidate']) fill(id, password);
});
