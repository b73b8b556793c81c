import type { AgencyTree } from '../../domain/agency/tree-on';
import { treeOn } from '../../domain/agency/tree-on';
import { shown } from '../../domain/calendar/shown';
import { refusal } from '../../domain/errors';
import type { Context, Shown } from '../context';
import { Refused } from '../exit';
import { dateOption } from '../input/date-option';
import { drawTree } from '../render/draw-tree';
import { paintFor } from '../render/paint';
import { withCatalogue } from '../sources/catalogue';

/** `agencies tree`: all of them, or one with what belongs to it. */
export async function agenciesTree(context: Context, options: { readonly date?: string; readonly code?: string }): Promise<Shown> {
  return withCatalogue(context, async (catalogue) => {
    const date = dateOption(options.date, catalogue.today);
    const all = treeOn(await catalogue.topology(), date);
    const trees = options.code === undefined ? all : all.flatMap((tree) => findIn(tree, options.code!) ?? []);
    if (trees.length === 0 && options.code !== undefined) throw new Refused(refusal('AGENCY_UNKNOWN', { value: shown(options.code), date }, 'code'));
    if (trees.length === 0) throw new Refused(refusal('AGENCIES_NONE', { value: date }, 'date'));
    const paint = paintFor(context.colour);
    const label = ({ agency }: AgencyTree): string => `${paint.bold(agency.code)}  ${context.say(agency.name)}`;
    return {
      json: { date, agencies: trees.map(treeJson) },
      text: () => trees.map((tree) => drawTree(tree, label, ({ children }) => children)).join('\n'),
    };
  });
}

const findIn = (tree: AgencyTree, code: string): AgencyTree | undefined => {
  if (tree.agency.code === code) return tree;
  for (const child of tree.children) {
    const found = findIn(child, code);
    if (found) return found;
  }
  return undefined;
};

const treeJson = ({ agency: { code, name, tier, plays }, children }: AgencyTree): object => ({ code, name, tier, plays, children: children.map(treeJson) });
