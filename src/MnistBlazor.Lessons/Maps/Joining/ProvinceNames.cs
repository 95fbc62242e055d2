namespace MnistBlazor.Lessons.Maps.Joining;

/// <param name="Id">As in the embedded borders: north-jeolla.</param>
/// <param name="Kostat">Statistics Korea's code: 11, 21 to 26, 29, 31 to 39.</param>
/// <param name="Code">The administrative code: 11, 26, 27 and so on, as it is since 2024.</param>
/// <param name="Name">The full name since 2024.</param>
/// <param name="Names">All other names: short, earlier, English.</param>
public sealed record Province(string Id, string Kostat, string Code, string Name, IReadOnlyList<string> Names);

/// <summary>What Korea's provinces are called.</summary>
public static class ProvinceNames
{
    public static IReadOnlyList<Province> All { get; } =
    [
        new("seoul", "11", "11", "서울특별시", ["서울", "서울시", "Seoul", "Seoul City"]),
        new("busan", "21", "26", "부산광역시", ["부산", "부산시", "부산직할시", "Busan", "Pusan"]),
        new("daegu", "22", "27", "대구광역시", ["대구", "대구시", "대구직할시", "Daegu", "Taegu"]),
        new("incheon", "23", "28", "인천광역시", ["인천", "인천시", "인천직할시", "Incheon", "Inchon"]),
        new("gwangju", "24", "29", "광주광역시", ["광주", "광주시", "광주직할시", "Gwangju", "Kwangju"]),
        new("daejeon", "25", "30", "대전광역시", ["대전", "대전시", "대전직할시", "Daejeon", "Taejon"]),
        new("ulsan", "26", "31", "울산광역시", ["울산", "울산시", "Ulsan"]),
        new("sejong", "29", "36", "세종특별자치시", ["세종", "세종시", "Sejong", "Sejong-si"]),
        new("gyeonggi", "31", "41", "경기도", ["경기", "Gyeonggi", "Gyeonggi-do", "Kyonggi"]),
        new("gangwon", "32", "51", "강원특별자치도", ["강원", "강원도", "강원자치도", "Gangwon", "Gangwon-do", "Gangwon State", "Kangwon"]),
        new("north-chungcheong", "33", "43", "충청북도",
            ["충북", "Chungbuk", "Chungcheongbuk", "Chungcheongbuk-do", "North Chungcheong"]),
        new("south-chungcheong", "34", "44", "충청남도",
            ["충남", "Chungnam", "Chungcheongnam", "Chungcheongnam-do", "South Chungcheong"]),
        new("north-jeolla", "35", "52", "전북특별자치도",
            ["전북", "전라북도", "전북도", "전북자치도", "Jeonbuk", "Jeollabuk", "Jeollabuk-do", "Jeonbuk State", "North Jeolla"]),
        new("south-jeolla", "36", "46", "전라남도", ["전남", "Jeonnam", "Jeollanam", "Jeollanam-do", "South Jeolla"]),
        new("north-gyeongsang", "37", "47", "경상북도",
            ["경북", "Gyeongbuk", "Gyeongsangbuk", "Gyeongsangbuk-do", "North Gyeongsang"]),
        new("south-gyeongsang", "38", "48", "경상남도",
            ["경남", "Gyeongnam", "Gyeongsangnam", "Gyeongsangnam-do", "South Gyeongsang"]),
        new("jeju", "39", "50", "제주특별자치도", ["제주", "제주도", "제주자치도", "Jeju", "Jeju-do", "Cheju"]),
    ];

    private static readonly Dictionary<string, Province> ByName = All
        .SelectMany(province => province.Names.Append(province.Id).Append(province.Name).Select(name => (Name: Plain(name), province)))
        .DistinctBy(one => one.Name)
        .ToDictionary(one => one.Name, one => one.province);

    /// <summary>By any of its names, whatever case, blanks and hyphens; not by a code. Null: it is no province's.</summary>
    public static Province? Find(string name) => ByName.GetValueOrDefault(Plain(name));

    private static string Plain(string name) => name.Replace(" ", "").Replace("-", "").ToLowerInvariant();
}
