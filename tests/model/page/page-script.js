'use strict';
// The page's own script. It colours, filters and highlights what is in the page already; without
// it, the page shows all levels together and every list in full.
{
  const LEVELS = ['pure', 'server', 'browser'];
  const tools = document.querySelector('.tools');

  /** At the level that is chosen; null where nobody can walk it. */
  const countAt = (counts) => {
    const level = LEVELS.indexOf(tools.level.value);
    return level === -1 ? counts.reduce((sum, each) => sum + (each ?? 0), 0) : counts[level];
  };
  const heatOf = (count) => (count === 0 ? 0 : Math.min(4, Math.floor(Math.log10(count)) + 1));
  /** The coldest of what can be walked here; undefined when none of it can. */
  const coldest = (all) => {
    const counts = all.filter((count) => count !== null);
    return counts.length === 0 ? undefined : heatOf(Math.min(...counts));
  };
  const textOf = (count) => (count === null ? 'cannot' : count === 0 ? 'never' : `${count}`);

  function heat(element, value) {
    if (element === null) return;
    for (let each = 0; each <= 4; each += 1) {
      element.classList.toggle(`heat-${each}`, each === value);
    }
    element.classList.toggle('barred', value === undefined);
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className !== undefined) made.className = className;
    return made;
  }

  function countedText({ counts }) {
    return LEVELS.map((level, index) => `${level} ${textOf(counts[index])}`).join(', ');
  }

  function machine(section) {
    const facts = JSON.parse(section.querySelector('.facts').textContent);
    const drawing = section.querySelector('.drawing');
    const chosen = section.querySelector('.chosen');
    const help = chosen.innerHTML;
    const rows = [...section.querySelectorAll('[data-row]')];
    const picks = [...section.querySelectorAll('[data-pick]')];
    let now;

    const branchLine = (index) => {
      const { from, words, to, counts, reasons } = facts.branches[index];
      const item = element('li', `${from} × ${words}${to === null ? '' : ` → ${to}`}: `);
      const count = countAt(counts);
      item.append(element('span', textOf(count), count === 0 ? 'never' : ''));
      for (const reason of reasons) item.append(element('small', ` (${reason})`));
      return item;
    };
    const list = (title, branches) => {
      if (branches.length === 0) return [];
      const all = element('ul');
      all.append(...branches.map(branchLine));
      return [element('strong', title), all];
    };
    const indexes = (all, is) => all.flatMap((each, index) => (is(each) ? [index] : []));

    /** What belongs to a choice: states, branches, paths, and what the panel says of it. */
    function belonging(kind, index) {
      const throughBranches = (some) =>
        indexes(facts.paths, ({ branches }) => branches.some((each) => some.includes(each)));
      if (kind === 'state') {
        const state = facts.states[index];
        const out = indexes(facts.branches, ({ from }) => from === state.name);
        const into = indexes(facts.branches, ({ from, to }) => to === state.name && from !== to);
        const still = out.filter((each) => facts.branches[each].to === null);
        return {
          states: [index],
          branches: [...out, ...into],
          paths: indexes(facts.paths, ({ states }) => states.includes(index)),
          title: state.name,
          body: [
            element('p', countedText(state)),
            ...list(
              'Leads on',
              out.filter((each) => !still.includes(each)),
            ),
            ...list('Stays here (↺)', still),
            ...list('Leads here', into),
          ],
        };
      }
      if (kind === 'path') {
        const path = facts.paths[index];
        const events = element('ol');
        events.append(...path.events.map((event) => element('li', event)));
        return { ...path, paths: [index], title: path.name, body: [events] };
      }
      const branches = kind === 'arrow' ? facts.arrows[index].branches : [index];
      const ends = branches.flatMap((each) => [facts.branches[each].from, facts.branches[each].to]);
      const first = facts.branches[branches[0]];
      return {
        states: indexes(facts.states, ({ name }) => ends.includes(name)),
        branches,
        paths: throughBranches(branches),
        title:
          kind === 'arrow'
            ? branches.length === 1
              ? '1 transition'
              : `${branches.length} transitions`
            : first.words,
        body: list('By state', branches),
      };
    }

    function show() {
      const found = now === undefined ? undefined : belonging(now.kind, now.index);
      const isOn = (kind, index) => {
        if (found === undefined) return false;
        if (kind === 'state') return found.states.includes(index);
        if (kind === 'branch') return found.branches.includes(index);
        if (kind === 'path') return found.paths.includes(index);
        return facts.arrows[index].branches.some((each) => found.branches.includes(each));
      };
      drawing.classList.toggle('dimmed', found !== undefined);
      for (const pick of picks) {
        const { pick: kind, index } = pick.dataset;
        const isNow = now !== undefined && now.kind === kind && now.index === Number(index);
        pick.setAttribute('aria-pressed', String(isNow));
        if (pick.tagName !== 'BUTTON') pick.classList.toggle('on', isOn(kind, Number(index)));
      }
      for (const row of rows)
        row.classList.toggle('on', isOn(row.dataset.row, Number(row.dataset.index)));
      if (found === undefined) {
        chosen.innerHTML = help;
        return;
      }
      const through =
        now.kind === 'path'
          ? []
          : [
              element(
                'p',
                `${found.paths.length} of ${facts.paths.length} paths go through; they are marked below.`,
              ),
            ];
      chosen.replaceChildren(element('h3', found.title), ...through, ...found.body);
      const first = rows.find(
        (row) => row.dataset.row === 'path' && row.classList.contains('on') && !row.hidden,
      );
      // Within its own box only: the page stays where the person looks.
      if (first) first.closest('.wide').scrollTop = first.offsetTop - 40;
    }

    function choose(kind, index) {
      const isSame = now !== undefined && now.kind === kind && now.index === index;
      now = isSame ? undefined : { kind, index };
      show();
    }

    function colour() {
      for (const { id, counts } of facts.states) {
        heat(document.getElementById(id), coldest([countAt(counts)]));
      }
      for (const { id, branches } of facts.arrows) {
        const counts = branches.map((each) => countAt(facts.branches[each].counts));
        heat(document.getElementById(id), coldest(counts));
      }
      const walked = (all) => all.filter(({ counts }) => countAt(counts) > 0).length;
      section.querySelector('[data-total=states]').textContent = walked(facts.states);
      section.querySelector('[data-total=branches]').textContent = walked(facts.branches);
      if (now !== undefined) show();
    }

    function filter() {
      const words = tools.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      const isCold = tools.cold.checked;
      const of = { state: facts.states, branch: facts.branches };
      for (const row of rows) {
        const { row: kind, index } = row.dataset;
        const text = row.textContent.toLowerCase();
        const isWarm = isCold && (kind === 'path' || countAt(of[kind][Number(index)].counts) !== 0);
        row.hidden = isWarm || !words.every((word) => text.includes(word));
      }
      for (const each of section.querySelectorAll('.list')) {
        const all = [...each.querySelectorAll('[data-row]')];
        const left = all.filter((row) => !row.hidden).length;
        each.querySelector('.matching').textContent =
          left === all.length ? `${all.length}` : `${left} of ${all.length}`;
      }
    }

    section.addEventListener('click', (event) => {
      const zoom = event.target.closest('[data-zoom]');
      if (zoom) {
        drawing.classList.toggle('full', zoom.dataset.zoom === 'full');
        drawing.classList.toggle('fit', zoom.dataset.zoom === 'fit');
      }
      const pick = event.target.closest('[data-pick]');
      if (pick) choose(pick.dataset.pick, Number(pick.dataset.index));
    });
    section.addEventListener('keydown', (event) => {
      const pick = event.target.closest('g[data-pick]');
      if (pick && (event.key === 'Enter' || event.key === ' ')) {
        event.preventDefault();
        choose(pick.dataset.pick, Number(pick.dataset.index));
      }
    });
    return {
      colour,
      filter,
      clear() {
        now = undefined;
        show();
      },
    };
  }

  const machines = [...document.querySelectorAll('.machine')].map(machine);
  tools.addEventListener('submit', (event) => event.preventDefault());
  tools.addEventListener('input', () => {
    for (const each of machines) {
      each.colour();
      each.filter();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') for (const each of machines) each.clear();
  });
  // A browser that goes back keeps what was chosen in the form.
  tools.dispatchEvent(new Event('input'));
}
