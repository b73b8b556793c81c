import type { Schemas } from '../app/api';
import { useLanguage } from '../app/language';

/** Somebody outside: what is known of them, line by line. */
export function PersonCard({ person }: { readonly person: Schemas['PersonView'] | null }) {
  const { say } = useLanguage();
  if (person === null) return say('không được xem, hoặc đã xóa', 'not for you to see, or erased');
  const { name, idNumber, phone, email, address } = person;
  return (
    <>
      <b>{name}</b>
      {idNumber !== undefined && <div className="number">{say('Số định danh', 'ID number')} {idNumber}</div>}
      {phone !== undefined && <div className="number">{phone}</div>}
      {email !== undefined && <div>{email}</div>}
      {address !== undefined && <div>{address}</div>}
    </>
  );
}
