import { useLanguage } from '../app/language';
import { useAgencyName } from './agency-names';
import { officerRole } from './role-names';

/** `specialist@H35.12` → `Chuyên viên · Sở Y tế`; those outside the administration by their own word. */
export function usePostName(): (post: string) => string {
  const { say, of } = useLanguage();
  const agencyName = useAgencyName();
  return (post) => {
    const [role = '', agency] = post.split('@');
    if (agency !== undefined) return `${of(officerRole(role))} · ${agencyName(agency)}`;
    if (role === 'applicant') return say('người nộp hồ sơ', 'the applicant');
    if (role === 'partner') return say('hệ thống đối tác', "a partner's system");
    return of(officerRole(role));
  };
}
