import { useAgencyName } from '../../parts/agency-names';
import { usePostName } from '../../parts/post-name';
import { officerRole } from '../../parts/role-names';
import { useLanguage } from '../../app/language';

/** Several posts, those of one agency together: `Trưởng phòng, Lãnh đạo · Sở Y tế; người nộp hồ sơ`. */
export function usePostsInWords(): (posts: readonly string[]) => string {
  const { of } = useLanguage();
  const agencyName = useAgencyName();
  const postName = usePostName();
  return (posts) => {
    const roles = new Map<string, string[]>();
    for (const post of posts) {
      const [role = '', agency] = post.split('@');
      if (agency === undefined) roles.set(postName(post), []);
      else roles.set(agencyName(agency), [...(roles.get(agencyName(agency)) ?? []), of(officerRole(role))]);
    }
    return [...roles].map(([name, held]) => (held.length === 0 ? name : `${held.join(', ')} · ${name}`)).join('; ');
  };
}
