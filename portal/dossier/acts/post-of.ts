import type { Possible, Task } from './act-values';

/** Of the posts an act may be done from the one at the agency of its task; a post stands as `role@agency`, others are not named in an act. */
export function postOf(by: Possible['by'], task: Task | undefined, chosen?: string): { readonly as?: string } {
  const posts = by.filter((post) => post.includes('@'));
  const as = chosen ?? posts.find((post) => post === `${task?.officerRole}@${task?.agency}`) ?? posts.find((post) => post.endsWith(`@${task?.agency}`)) ?? posts[0];
  return as === undefined ? {} : { as };
}
