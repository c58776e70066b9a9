import { expect, test } from 'vitest';
import { Usage } from '../support/command-line.ts';
import { storyFromText } from './story-file.ts';
import { storyOf } from './shortest.ts';

test('a story that was printed can be read', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const story = storyOf(seed, 60);
    expect(storyFromText(JSON.stringify({ name: 'CM3', seed, story }))).toEqual({ seed, story });
  }
});

test.each([
  'hej',
  '[]',
  'null',
  '{"name":"x"}',
  '{"seed":"7","story":[]}',
  '{"seed":7,"story":{}}',
  '{"seed":7,"story":[{"do":"dance"}]}',
  '{"seed":7,"story":[{"do":"heal","on":"Nobody"}]}',
])('%s is no story', (text) => {
  expect(() => storyFromText(text)).toThrow(Usage);
});
